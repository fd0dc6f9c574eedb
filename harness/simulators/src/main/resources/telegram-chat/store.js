// What the page knows, and what it asks of the simulator.

const TEXT_MAX = 4096;

export const $ = id => document.getElementById(id);

/** @property me id of the person that the page plays; chats: user id -> what the page knows of that chat */
export const store = {
  state: { bot: { first_name: "", description: "" }, users: [], online: false },
  me: Number(location.hash.slice(1)) || 0,
  chats: new Map(),
};

export function chatOf(id) {
  if (!store.chats.has(id)) {
    store.chats.set(id, { messages: new Map(), loaded: false, unread: 0, typingUntil: 0, draft: null });
  }
  return store.chats.get(id);
}

export const current = () => store.state.users.find(user => user.id === store.me);

export async function call(path, body) {
  const options = body === undefined
    ? {}
    : { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } };
  const response = await fetch(path, options);
  const answer = await response.json();
  if (!response.ok) {
    toast(answer.error || "The simulator refused that.");
    throw new Error(answer.error);
  }
  return answer;
}

export async function write(words) {
  for (const part of parts(words.trim())) {
    await call("/control/messages", { user_id: store.me, text: part });
  }
}

/** Telegram's apps send a long paste as several messages. */
function parts(words) {
  const all = [];
  let rest = words;
  while (rest.length > TEXT_MAX) {
    const head = rest.slice(0, TEXT_MAX);
    const at = Math.max(head.lastIndexOf("\n"), head.lastIndexOf(" "));
    all.push(rest.slice(0, at > TEXT_MAX / 2 ? at : TEXT_MAX));
    rest = rest.slice(all.at(-1).length).trimStart();
  }
  return rest ? [...all, rest] : all;
}

export const block = blocked => call("/control/blocks", { user_id: store.me, blocked });

export function element(tag, className, content) {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = content;
  return node;
}

let toastTimer = 0;
export function toast(words) {
  $("toast").textContent = words;
  $("toast").hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { $("toast").hidden = true; }, 3500);
}

export function alertBox(words) {
  $("alert").querySelector("p").textContent = words;
  $("alert").showModal();
}
