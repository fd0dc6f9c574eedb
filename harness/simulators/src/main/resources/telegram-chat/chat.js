// The page as a whole: who is who, what the simulator tells, and who hears of it.

import { closeMenu } from "/composer.js";
import { released, showLive, showMessage, showMessages, toEnd } from "/messages.js";
import { avatar, clock } from "/render.js";
import { $, alertBox, block, call, chatOf, current, element, store, toast, write } from "/store.js";

const TYPING_MS = 5500;
const DRAFT_MS = 30000;

// --- what the simulator tells ---

async function refresh() {
  store.state = await call("/control/state");
  if (!current()) {
    store.me = store.state.users[0]?.id || 0;
  }
  showPeople();
  showHeader();
  showFooter();
}

async function load() {
  const id = store.me;
  const shown = await call(`/control/chats/${id}/messages?view=page`);
  const chat = chatOf(id);
  const meanwhile = [...chat.messages.values()];
  chat.messages = new Map(shown.map(message => [message.message_id, message]));
  // What was told while the answer was on its way is newer than the answer.
  meanwhile
    .filter(message => !(chat.messages.get(message.message_id)?.edits >= message.edits))
    .forEach(message => chat.messages.set(message.message_id, message));
  chat.loaded = true;
  chat.unread = 0;
  if (id === store.me) {
    showMessages();
    showFooter();
    toEnd();
  }
}

function startOver() {
  store.chats.clear();
  return refresh().then(load);
}

const handlers = {
  hello: startOver,
  reset: startOver,
  state: refresh,
  bot: event => { store.state.online = event.online; showHeader(); },
  message: event => arrived(event, true),
  edit: event => arrived(event, false),
  delete: event => {
    chatOf(event.chat_id).messages.delete(event.message_id);
    document.querySelector(`[data-id="${event.message_id}"]`)?.remove();
    refresh();
  },
  action: event => {
    chatOf(event.chat_id).typingUntil = Date.now() + TYPING_MS;
    setTimeout(showLife, TYPING_MS + 50);
    showLife();
  },
  draft: event => {
    chatOf(event.chat_id).draft = { ...event, until: Date.now() + DRAFT_MS };
    setTimeout(showLife, DRAFT_MS + 50);
    showLife();
  },
  draft_gone: event => { chatOf(event.chat_id).draft = null; showLife(); },
  callback_answer: event => {
    released(event.callback_query_id);
    if (event.chat_id === store.me && event.text) {
      event.show_alert ? alertBox(event.text) : toast(event.text);
    }
  },
};

function listen() {
  const events = new EventSource("/events");
  events.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    handlers[event.type]?.(event);
  };
  events.onerror = () => { store.state.online = false; showHeader("The simulator is not there; trying again…"); };
}

function arrived({ chat_id: chatId, message }, isNew) {
  const chat = chatOf(chatId);
  const before = chat.messages.get(message.message_id);
  chat.messages.set(message.message_id, message);
  const user = store.state.users.find(one => one.id === chatId);
  if (user && (isNew || user.last?.message_id === message.message_id)) {
    user.last = message;
  }
  if (message.from_bot && isNew) {
    chat.typingUntil = 0;
  }
  if (chatId !== store.me) {
    chat.unread += isNew && message.from_bot ? 1 : 0;
  } else {
    showMessage(message, before);
    showLife();
    showFooter();
  }
  showPeople();
}

// --- what is shown ---

function showPeople() {
  $("people").replaceChildren(...store.state.users.map(user => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "person";
    button.setAttribute("aria-current", user.id === store.me);
    button.append(avatar(user.id, user.first_name), element("span", "name", user.first_name),
      element("span", "when", user.last ? clock(user.last.date) : ""),
      element("span", "last", user.blocked ? "has blocked the bot" : user.last?.text || "has not written yet"));
    const { unread } = chatOf(user.id);
    if (unread) {
      button.append(element("span", "badge", unread));
    }
    button.addEventListener("click", () => become(user.id));
    const item = document.createElement("li");
    item.append(button);
    return item;
  }));
}

function showHeader(trouble) {
  const user = current();
  const chat = chatOf(store.me);
  $("bot-name").textContent = store.state.bot.first_name;
  $("bot-avatar").textContent = store.state.bot.first_name.slice(0, 1);
  document.title = `${store.state.bot.first_name} · Telegram simulator`;
  const typing = chat.typingUntil > Date.now() || chat.draft?.until > Date.now();
  $("bot-status").className = typing || store.state.online ? "alive" : "";
  $("bot-status").textContent = trouble
    || (typing ? "typing…" : store.state.online ? "online" : "the bot is not connected; what you write waits for it");
  $("block").textContent = user?.blocked ? "Unblock" : "Block";
  $("block").title = user?.blocked ? "Let the bot write to you again" : "As if this person blocked the bot";
}

function showLife() {
  showHeader();
  showLive();
}

function showFooter() {
  const user = current();
  const isNew = chatOf(store.me).loaded && chatOf(store.me).messages.size === 0;
  $("start").hidden = !user?.blocked && !isNew;
  $("start").textContent = user?.blocked ? "UNBLOCK" : "START";
  $("composer").hidden = !$("start").hidden;
  $("menu").hidden = !user?.commands.length;
}

function become(id) {
  store.me = id;
  history.replaceState(null, "", "#" + id);
  $("messages").replaceChildren();
  showPeople();
  showHeader();
  closeMenu();
  load().then(() => $("text").focus());
}

$("start").addEventListener("click", () => (current()?.blocked ? block(false) : write("/start")));
$("block").addEventListener("click", () => block(!current()?.blocked));
$("new-person").addEventListener("click", () => $("person").showModal());
$("person").addEventListener("close", async () => {
  const form = $("person").querySelector("form");
  if ($("person").returnValue === "add") {
    const user = await call("/control/users", { first_name: form.name.value, language_code: form.language.value });
    await refresh();
    become(user.id);
  }
  form.reset();
});
window.addEventListener("hashchange", () => become(Number(location.hash.slice(1)) || store.state.users[0].id));

listen();
