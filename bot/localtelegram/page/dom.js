// Message content comes from outside, so no markup is ever parsed from a string: every node of the page is
// built here, and text only ever becomes a text node.

/** An element with attributes, listeners (`onclick`) and children; null, undefined and false are left out. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** One of the icons drawn in index.html; decoration only, the element around it carries the name. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Draws the icons that index.html names by data-icon. */
export function drawIcons(root) {
  for (const node of root.querySelectorAll("[data-icon]")) node.prepend(icon(node.dataset.icon));
}

/** Fills a group of buttons of which one is chosen: `choices` are [value, text, language tag of the text or null]. */
export function segments(group, choices, chosen, choose) {
  const focused = group.contains(document.activeElement) ? document.activeElement.dataset.value : null;
  const button = ([value, text, lang]) =>
    h("button", { type: "button", "aria-pressed": String(value === chosen), "data-value": value, lang, onclick: () => choose(value) }, text);
  group.replaceChildren(...choices.map(button));
  if (focused !== null) group.querySelector(`[data-value="${CSS.escape(focused)}"]`)?.focus();
}

export const byId = (id) => document.getElementById(id);

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
