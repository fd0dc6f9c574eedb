// Turns text and entities into nodes. Text only ever becomes text nodes, so nothing that somebody writes can act.

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);
const SAFE_LINK = /^(https?:|mailto:)/i;
const WORD_DELAY_MS = 28;
const WORDS_STAGGERED_MAX = 40;

/**
 * @param text with entities' offsets in UTF-16 units, as JavaScript counts too
 * @param freshFrom where newly arrived text begins; it fades in word by word
 * @param onCommand called with a /command that was clicked
 */
export function renderText(text, entities, freshFrom, onCommand) {
  const sorted = [...(entities || [])]
    .filter(e => e.length > 0 && e.offset >= 0 && e.offset + e.length <= text.length)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  const fresh = { from: freshFrom, words: 0 };
  return range(text, 0, text.length, sorted, { fresh, onCommand });
}

function range(text, from, to, entities, context) {
  const fragment = document.createDocumentFragment();
  let at = from;
  let rest = entities;
  while (rest.length > 0) {
    const [entity, ...others] = rest;
    const end = Math.min(to, entity.offset + entity.length);
    const start = Math.max(at, entity.offset);
    if (start >= end) {
      rest = others;
      continue;
    }
    // A block brings its own line break, so the one before it would be an empty line.
    const lineEnd = BLOCKS.has(entity.type) && start > at && text[start - 1] === "\n" ? start - 1 : start;
    plain(fragment, text, at, lineEnd, context);
    const inside = others.filter(e => e.offset < end);
    const node = element(entity, text.slice(start, end), context);
    node.inner.append(range(text, start, end, inside, context));
    fragment.append(node.outer);
    at = end;
    if (BLOCKS.has(entity.type) && text[at] === "\n") {
      at++;
    }
    rest = others.filter(e => e.offset + e.length > end);
  }
  plain(fragment, text, at, to, context);
  return fragment;
}

function plain(parent, text, from, to, context) {
  const { fresh } = context;
  if (from >= to) {
    return;
  }
  const old = Math.min(to, Math.max(from, fresh.from));
  if (old > from) {
    parent.append(text.slice(from, old));
  }
  for (const word of text.slice(old, to).match(/\s*\S+|\s+/g) || []) {
    const span = document.createElement("span");
    span.className = "fresh";
    span.style.animationDelay = Math.min(fresh.words++, WORDS_STAGGERED_MAX) * WORD_DELAY_MS + "ms";
    span.textContent = word;
    parent.append(span);
  }
}

function element(entity, content, context) {
  switch (entity.type) {
    case "bold": return same("strong");
    case "italic": return same("em");
    case "underline": return same("u");
    case "strikethrough": return same("s");
    case "code": return same("code");
    case "pre": return pre(entity, content);
    case "blockquote":
    case "expandable_blockquote": return same("blockquote");
    case "spoiler": return spoiler();
    case "url": return link(content);
    case "text_link": return link(entity.url);
    case "email": return link("mailto:" + content);
    case "bot_command": return command(content, context.onCommand);
    default: return same("span", "entity-" + entity.type);
  }
}

function same(tag, className) {
  const node = document.createElement(tag);
  if (className) {
    node.className = className;
  }
  return { outer: node, inner: node };
}

function pre(entity, content) {
  const outer = document.createElement("div");
  outer.className = "pre";
  const head = document.createElement("div");
  head.className = "pre-head";
  const language = document.createElement("span");
  language.textContent = entity.language || "code";
  const copy = document.createElement("button");
  copy.type = "button";
  copy.textContent = "Copy";
  copy.addEventListener("click", () => navigator.clipboard.writeText(content).then(() => {
    copy.textContent = "Copied";
  }));
  head.append(language, copy);
  const inner = document.createElement("pre");
  outer.append(head, inner);
  return { outer, inner };
}

function link(target) {
  if (!SAFE_LINK.test(target || "")) {
    return same("span");
  }
  const node = document.createElement("a");
  node.href = target;
  node.target = "_blank";
  node.rel = "noopener noreferrer";
  node.title = target;
  return { outer: node, inner: node };
}

function command(content, onCommand) {
  const node = document.createElement("a");
  node.href = "#";
  node.addEventListener("click", event => {
    event.preventDefault();
    onCommand(content);
  });
  return { outer: node, inner: node };
}

function spoiler() {
  const { outer, inner } = same("span", "spoiler");
  outer.addEventListener("click", () => outer.classList.add("open"));
  return { outer, inner };
}

const COLOURS = ["#e17076,#c6454e", "#eda86c,#d0762d", "#a695e7,#7a5fd0", "#7bc862,#4a9a35", "#6ec9cb,#2f9ba0",
  "#65aadd,#2f7fc0", "#ee7aae,#cd4783"];

/** A person's round picture: the first letter on a colour that stays theirs. */
export function avatar(id, name) {
  const node = document.createElement("span");
  node.className = "avatar";
  node.style.background = `linear-gradient(${COLOURS[id % COLOURS.length]})`;
  node.textContent = [...name][0].toUpperCase();
  node.setAttribute("aria-hidden", "true");
  return node;
}

export function clock(seconds) {
  return new Date(seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
}

export function day(seconds) {
  const date = new Date(seconds * 1000);
  return date.toDateString() === new Date().toDateString()
    ? "Today"
    : date.toLocaleDateString([], { day: "numeric", month: "long" });
}
