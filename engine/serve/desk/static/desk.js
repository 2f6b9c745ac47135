// The one script of the pages. Without it every step is a plain form; with it a step is swapped in, keys press buttons,
// files can be dropped, and the board is fetched anew. It decides nothing.
"use strict";

const BOARD_EVERY = 10_000;
const TYPING_PAUSE = 300;
const KEYS = "remit-single-keys";
const MOST_BYTES = 25 * 1024 * 1024;
const TOO_LARGE = "The message is larger than 25 MiB, the most that is read.";
const NO_ANSWER = "The service does not answer. Nothing is lost: try again when it is back.";
const LOGGED_OUT = "You are logged out. Log in in another window, then load this page again: your answers stay.";

const find = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const part = (name, within = document) => find(`[data-part="${name}"]`, within);

let isBusy = false;

function say(text) {
  const trouble = find("#trouble");
  if (trouble.textContent !== text) trouble.textContent = text;
}

function sayItAnswers() {
  if ([NO_ANSWER, LOGGED_OUT].includes(find("#trouble").textContent)) say("");
}

// ---- asking the service

async function ask(address, options = {}) {
  const headers = { "X-CSRF-Token": document.body.dataset.csrf, Accept: "text/html", ...options.headers };
  let answer;
  try {
    answer = await fetch(address, { ...options, headers });
  } catch {
    say(NO_ANSWER);
    return null;
  }
  if (answer.status === 401 || new URL(answer.url).pathname.startsWith("/login")) {
    say(LOGGED_OUT);
    return null;
  }
  const text = await answer.text();
  const page = new DOMParser().parseFromString(text, "text/html");
  if (!answer.ok && !find("[data-part]", page)) {
    const lines = all("h1, p", page).map((element) => element.textContent.trim()).filter(Boolean);
    say(lines.join(". ") || `The service answers ${answer.status}.`);
    return null;
  }
  sayItAnswers();
  return { page, address: answer.redirected ? answer.url : location.href };
}

// ---- steps

function swap(page, { focuses = true } = {}) {
  for (const fresh of all("[data-part]", page)) {
    const present = part(fresh.dataset.part);
    if (present) present.replaceWith(document.adoptNode(fresh));
  }
  const range = find("#range", page);
  if (range && find("#range").textContent !== range.textContent) find("#range").textContent = range.textContent;
  if (page.title) document.title = page.title;
  prepare();
  if (focuses) (find("[data-part=step] [autofocus]") || part("step")).focus();
}

function carried() {
  // What the page's form carries on, so that Back and a reload of the page find the step again.
  const form = find("form[data-swap] input[name=request]")?.form;
  if (!form) return null;
  return ["request", "answers", "page"].map((name) => [name, form.elements[name].value]);
}

async function step(address, options) {
  if (isBusy) return;
  isBusy = true;
  part("step").setAttribute("aria-busy", "true");
  const answer = await ask(address, options);
  isBusy = false;
  part("step").removeAttribute("aria-busy");
  if (!answer) return;
  say("");
  swap(answer.page);
  const fields = carried();
  history.pushState(fields, "", fields ? "/desk" : answer.address);
}

async function show(fields) {
  const body = new URLSearchParams(fields ? [...fields, ["do", "show"]] : []);
  const answer = fields ? await ask("/desk", { method: "POST", body }) : await ask(location.href);
  if (answer) swap(answer.page);
}

function read(raw, type, form) {
  if (new Blob([raw]).size > MOST_BYTES) {
    say(TOO_LARGE);
    return;
  }
  const query = new URLSearchParams({ contract: form.elements.contract.value, received: form.elements.received.value });
  step(`/desk/message?${query}`, { method: "POST", body: raw, headers: { "Content-Type": type } });
}

function submit(event) {
  const form = event.target;
  if (!form.matches("form[data-swap]")) return;
  event.preventDefault();
  if (form.matches(".incoming")) {
    read(form.elements.message.value, "text/plain; charset=utf-8", form);
    return;
  }
  const body = new URLSearchParams(new FormData(form, event.submitter));
  step(event.submitter?.getAttribute("formaction") || form.getAttribute("action"), { method: "POST", body });
}

// ---- files

function drop(event) {
  const form = find("form.incoming");
  const file = event.dataTransfer?.files[0];
  if (!form || !file) return;
  event.preventDefault();
  read(file, "message/rfc822", form);
}

function choose(event) {
  if (event.target.id === "file" && event.target.files[0]) {
    read(event.target.files[0], "message/rfc822", find("form.incoming"));
  }
}

// ---- keys

function areKeysOn() {
  try {
    return localStorage.getItem(KEYS) !== "off";
  } catch {
    return find("#keys").checked; // a browser that keeps nothing for pages
  }
}

function switchKeys(event) {
  try {
    localStorage.setItem(KEYS, event.target.checked ? "on" : "off");
  } catch {
    // They stay as they are until the page is left.
  }
  showKeys();
}

function isTextField(element) {
  const isTyped = element.matches("input:not([type=radio], [type=checkbox], [type=button], [type=file])");
  return isTyped || element.matches("textarea, select") || element.isContentEditable;
}

function press(element) {
  if (element.matches("input[type=radio]")) {
    element.checked = true;
    element.form.requestSubmit(find("[data-enter]", element.form));
    return;
  }
  element.click();
  if (element.matches("summary")) element.focus();
}

function keydown(event) {
  const target = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && target.matches("textarea")) {
    event.preventDefault();
    target.form.requestSubmit(find("[data-enter]", target.form));
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTextField(target) || !areKeysOn()) return;
  const isNative = target.matches("a, button, summary, input");
  const chosen =
    event.key === "Enter"
      ? !isNative && find("[data-enter]")
      : /^[a-z0-9]$/i.test(event.key) && find(`[data-key~="${event.key.toLowerCase()}"]`);
  if (!chosen) return;
  event.preventDefault();
  press(chosen);
}

function showKeys() {
  const isOn = areKeysOn();
  find("#keys").checked = isOn;
  document.body.classList.toggle("keys-off", !isOn);
  for (const element of all("[data-key]")) {
    if (isOn) element.setAttribute("aria-keyshortcuts", element.dataset.key);
    else element.removeAttribute("aria-keyshortcuts");
  }
}

// ---- the board, and typing

async function lookAgain() {
  const board = find("[data-live]");
  if (!board || document.hidden || isBusy) return;
  const answer = await ask(board.dataset.live);
  if (answer && !isBusy && !board.contains(document.activeElement)) swap(answer.page, { focuses: false });
}

let typing = 0;
let asked = 0;

function type(event) {
  const form = event.target.form;
  if (!form?.matches("[data-as-you-type]")) return;
  clearTimeout(typing);
  typing = setTimeout(async () => {
    const mine = ++asked;
    const answer = await ask(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (answer && mine === asked) swap(answer.page, { focuses: false });
  }, TYPING_PAUSE);
}

async function copy(event) {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy);
  const status = find(".copied", button.parentElement);
  try {
    await navigator.clipboard.writeText(text.textContent);
    status.textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(text);
    status.textContent = "The browser does not let it be copied: it is selected.";
  }
}

function prepare() {
  for (const element of all(".with-script[hidden], .keys-switch[hidden]")) element.hidden = false;
  for (const element of all(".without-script")) element.hidden = true;
  showKeys();
}

document.addEventListener("submit", submit);
document.addEventListener("keydown", keydown);
document.addEventListener("change", choose);
document.addEventListener("input", type);
document.addEventListener("click", copy);
document.addEventListener("dragover", (event) => find("form.incoming") && event.preventDefault());
document.addEventListener("drop", drop);
window.addEventListener("popstate", (event) => show(event.state));
window.addEventListener("offline", () => say(NO_ANSWER));
find("#keys").addEventListener("change", switchKeys);
prepare();
setInterval(lookAgain, BOARD_EVERY);
if (history.state) show(history.state);
