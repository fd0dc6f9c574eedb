// The messages of the chat that is open: bubbles, buttons, and what the bot is just writing.

import { $, call, chatOf, element, store, toast, write } from "/store.js";
import { clock, day, renderText } from "/render.js";

const SHOWN_MAX = 400;
const BUSY_MS = 10000;
/** What a bot may put behind unfinished text. */
const CURSOR = /[\s…▌▍█]+$/;

const pressed = new Map(); // callback query id -> the button that waits for its answer
const early = new Set(); // answers that were quicker than the press came back

export function showMessages() {
  const all = [...chatOf(store.me).messages.values()].slice(-SHOWN_MAX);
  $("messages").replaceChildren();
  if (all.length === 0) {
    $("messages").append(welcome());
  }
  all.forEach(message => showMessage(message, message));
  showLive();
}

export function showMessage(message, before) {
  const list = $("messages");
  const old = list.querySelector(`[data-id="${message.message_id}"]`);
  const node = bubbleOf(message, before);
  if (old) {
    node.className = old.className;
    node.style.animation = "none";
    old.replaceWith(node);
  } else {
    list.querySelector(".welcome")?.remove();
    const last = [...list.querySelectorAll("[data-id]")].at(-1);
    if (last?.dataset.day !== node.dataset.day) {
      list.insertBefore(element("li", "day", node.dataset.day), list.querySelector(".live"));
    }
    if (last?.classList.contains("own") !== node.classList.contains("own")) {
      node.classList.add("turn");
    }
    list.insertBefore(node, list.querySelector(".live"));
  }
  follow(!message.from_bot && !old);
}

function bubbleOf(message, before) {
  const node = document.createElement("li");
  node.className = message.from_bot ? "message" : "message own";
  node.dataset.id = message.message_id;
  node.dataset.day = day(message.date);
  const bubble = document.createElement("div");
  bubble.className = "bubble";
  if (message.reply_to_message) {
    bubble.append(quote(message.reply_to_message));
  }
  bubble.append(renderText(message.text, message.entities, freshFrom(message, before), write));
  bubble.append(element("span", "meta", (message.edits ? "edited " : "") + clock(message.date)));
  node.append(bubble);
  if (message.reply_markup?.inline_keyboard) {
    node.append(keyboard(message));
  }
  return node;
}

/** An edit that only adds something lets that fade in; anything else is shown as it is. */
function freshFrom(message, before) {
  const kept = before?.text.replace(CURSOR, "");
  return before && before !== message && message.text.startsWith(kept) ? kept.length : message.text.length;
}

function quote(message) {
  const node = element("button", "quote", message.text.slice(0, 120));
  node.type = "button";
  node.addEventListener("click", () => document.querySelector(`[data-id="${message.message_id}"]`)?.scrollIntoView({ block: "center", behavior: "smooth" }));
  return node;
}

function keyboard(message) {
  const node = document.createElement("div");
  node.className = "keyboard";
  for (const row of message.reply_markup.inline_keyboard) {
    const line = document.createElement("div");
    line.append(...row.map(button => buttonOf(message, button)));
    node.append(line);
  }
  return node;
}

function buttonOf(message, button) {
  const node = element("button", button.style || "", button.text + (button.url ? " ↗" : ""));
  node.type = "button";
  node.addEventListener("click", async () => {
    if (button.url && /^https?:/i.test(button.url)) {
      window.open(button.url, "_blank", "noopener");
    } else if (button.copy_text) {
      await navigator.clipboard.writeText(button.copy_text.text);
      toast("Copied");
    } else if (button.callback_data) {
      node.classList.add("busy");
      setTimeout(() => node.classList.remove("busy"), BUSY_MS);
      const query = await call("/control/callbacks", { user_id: store.me, message_id: message.message_id, data: button.callback_data });
      pressed.set(query.callback_query_id, node);
      early.has(query.callback_query_id) && released(query.callback_query_id);
    } else {
      toast("The simulator does not know this kind of button.");
    }
  });
  return node;
}

/** The bot answered a press. */
export function released(callbackId) {
  pressed.get(callbackId)?.classList.remove("busy");
  pressed.delete(callbackId) ? early.delete(callbackId) : early.add(callbackId);
}

/** The draft or the dots below the last message. */
export function showLive() {
  const chat = chatOf(store.me);
  const old = document.querySelector(".live");
  const draft = chat.draft?.until > Date.now() ? chat.draft : null;
  if (!draft && chat.typingUntil <= Date.now()) {
    old?.remove();
    return;
  }
  const node = document.createElement("li");
  node.className = "message turn live" + (draft ? " draft" : "");
  const bubble = document.createElement("div");
  bubble.className = "bubble";
  node.append(bubble);
  if (draft) {
    const from = old?.draftText !== undefined && draft.text.startsWith(old.draftText) ? old.draftText.length : 0;
    bubble.append(draft.text ? renderText(draft.text, draft.entities, from, write) : element("span", "thinking", "Thinking…"));
    node.draftText = draft.text;
    if (draft.can_stop) {
      node.append(stopButton());
    }
  } else {
    bubble.append(dots());
  }
  node.style.animation = old ? "none" : "";
  old ? old.replaceWith(node) : $("messages").append(node);
  follow(false);
}

function dots() {
  const node = element("span", "dots", "");
  node.append(...[0, 1, 2].map(() => document.createElement("i")));
  node.setAttribute("aria-label", "typing");
  return node;
}

function stopButton() {
  const node = document.createElement("div");
  node.className = "keyboard";
  const button = element("button", "danger", "■ Stop");
  button.type = "button";
  button.addEventListener("click", () => call("/control/stop", { user_id: store.me }));
  node.append(button);
  return node;
}

function welcome() {
  const node = document.createElement("li");
  node.className = "welcome";
  const face = element("span", "avatar bot", store.state.bot.first_name.slice(0, 1));
  const words = store.state.bot.description || "Say hello: press START, or write anything below once you did.";
  node.append(face, element("h3", "", store.state.bot.description ? "What can this bot do?" : store.state.bot.first_name), element("p", "", words));
  return node;
}

// --- scrolling: stay at the end unless the reader went up ---

let atEnd = true;
const scroll = $("scroll");
export function toEnd() {
  atEnd = true;
  scroll.scrollTop = scroll.scrollHeight;
}
function follow(always) {
  if (atEnd || always) {
    toEnd();
  }
}
scroll.addEventListener("scroll", () => {
  atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 60;
  $("down").hidden = atEnd;
});
$("down").addEventListener("click", toEnd);
new ResizeObserver(() => follow(false)).observe(scroll);
