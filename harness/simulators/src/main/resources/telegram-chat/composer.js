// Where the person writes: Enter sends, / opens the bot's commands.

import { $, current, element, write } from "/store.js";

function grow() {
  $("text").style.height = "auto";
  $("text").style.height = $("text").scrollHeight + "px";
  $("send").disabled = !$("text").value.trim();
}

function send(words) {
  closeMenu();
  write(words);
}

let chosen = 0;
function openMenu(filter) {
  const fitting = (current()?.commands || []).filter(one => ("/" + one.command).startsWith(filter));
  chosen = Math.min(chosen, Math.max(0, fitting.length - 1));
  $("commands").replaceChildren(...fitting.map((one, index) => {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", index === chosen);
    item.append(element("b", "", "/" + one.command), element("span", "", one.description));
    item.addEventListener("click", () => { $("text").value = ""; grow(); send("/" + one.command); });
    return item;
  }));
  $("commands").hidden = fitting.length === 0;
  $("menu").setAttribute("aria-expanded", !$("commands").hidden);
}

export function closeMenu() {
  $("commands").hidden = true;
  chosen = 0;
  $("menu").setAttribute("aria-expanded", "false");
}

$("text").addEventListener("input", () => {
  grow();
  /^\/\w*$/.test($("text").value) ? openMenu($("text").value) : closeMenu();
});
$("text").addEventListener("keydown", event => {
  const open = !$("commands").hidden;
  if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    chosen = Math.max(0, chosen + (event.key === "ArrowDown" ? 1 : -1));
    openMenu($("text").value);
  } else if (open && event.key === "Tab") {
    event.preventDefault();
    $("text").value = $("commands").children[chosen].querySelector("b").textContent + " ";
    closeMenu();
  } else if (event.key === "Escape") {
    closeMenu();
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $("composer").requestSubmit();
  }
});
$("composer").addEventListener("submit", event => {
  event.preventDefault();
  const open = !$("commands").hidden;
  const words = open ? $("commands").children[chosen].querySelector("b").textContent : $("text").value;
  if (words.trim()) {
    $("text").value = "";
    grow();
    send(words);
  }
});
$("menu").addEventListener("click", () => ($("commands").hidden ? openMenu("/") : closeMenu()));
