// Writes the icon macro and the icon module from single files of @tabler/icons.
// Both are committed, so that neither a page nor a wheel needs Node.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "../node_modules/@tabler/icons/icons/outline");
const macro = join(here, "../../src/yunchou/web/ui/templates/ui/components/icon.html");
const module = join(here, "../lib/icons.ts");

/** Our name: Tabler's file. Names are what the thing means here. */
const names = {
  add: "plus",
  alert: "alert-triangle",
  archive: "archive",
  arrow_left: "arrow-left",
  arrow_right: "arrow-right",
  attach: "paperclip",
  bell: "bell",
  board: "layout-kanban",
  book: "book",
  calendar: "calendar",
  chart: "chart-line",
  check: "check",
  checklist: "checklist",
  chevron_down: "chevron-down",
  chevron_up: "chevron-up",
  chevron_left: "chevron-left",
  chevron_right: "chevron-right",
  clock: "clock",
  close: "x",
  columns: "columns",
  comment: "message-circle",
  copy: "copy",
  customer: "building-store",
  document: "file-text",
  download: "download",
  edit: "pencil",
  external: "external-link",
  filter: "filter",
  flag: "flag",
  folder: "folder",
  gantt: "timeline",
  goal: "target",
  grip: "grip-vertical",
  help: "help-circle",
  history: "history",
  home: "home",
  indent: "indent-increase",
  info: "info-circle",
  key: "key",
  keyboard: "keyboard",
  language: "language",
  link: "link",
  list: "list",
  lock: "lock",
  logout: "logout",
  mail: "mail",
  market: "trending-up",
  menu: "menu-2",
  milestone: "diamond",
  minus: "minus",
  money: "currency-yuan",
  moon: "moon",
  more: "dots",
  moved: "arrow-narrow-right",
  outdent: "indent-decrease",
  people: "users",
  person: "user",
  print: "printer",
  project: "briefcase",
  redo: "arrow-forward-up",
  refresh: "refresh",
  risk: "shield-exclamation",
  search: "search",
  settings: "settings",
  shield: "shield-check",
  sort: "arrows-sort",
  star: "star",
  sun: "sun",
  swap: "arrows-left-right",
  tag: "tag",
  task: "circle-check",
  theme: "contrast",
  today: "calendar-event",
  trash: "trash",
  undo: "arrow-back-up",
  upload: "upload",
  warning: "alert-circle",
  work: "checkbox",
  zoom_in: "zoom-in",
  zoom_out: "zoom-out",
};
const inScripts = [
  "add",
  "arrow_left",
  "arrow_right",
  "alert",
  "calendar",
  "check",
  "checklist",
  "chevron_down",
  "chevron_up",
  "chevron_right",
  "close",
  "comment",
  "document",
  "edit",
  "filter",
  "flag",
  "folder",
  "help",
  "indent",
  "link",
  "milestone",
  "more",
  "moved",
  "outdent",
  "person",
  "people",
  "project",
  "risk",
  "search",
  "task",
  "today",
  "trash",
  "undo",
  "zoom_in",
  "zoom_out",
  "customer",
  "keyboard",
  "goal",
];

function strokes(file) {
  const text = readFileSync(join(source, `${file}.svg`), "utf8");
  const inner = text.slice(text.indexOf(">", text.indexOf("<svg")) + 1, text.lastIndexOf("</svg>"));
  return inner
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line && !line.includes('stroke="none"'))
    .join("")
    .replaceAll(" />", "/>");
}

const entries = Object.entries(names).map(([name, file]) => [name, strokes(file)]);
writeFileSync(
  macro,
  `{#- icon(name, label=none): one stroke icon in the text's colour, 1.25em square.
    name: a key of ICONS below; an unknown name draws nothing.
    label: give one only where no text stands beside the icon; otherwise it is decoration.
    Written by \`npm run icons\` from @tabler/icons (MIT); add a name there, not here. -#}
{%- set ICONS = {
${entries.map(([name, body]) => `  "${name}": '${body}',`).join("\n")}
} -%}
{%- macro icon(name, label=none) -%}
<svg class="icon" viewBox="0 0 24 24"{% if label %} role="img" aria-label="{{ label }}"{% else %} aria-hidden="true"{% endif %}>{{ ICONS.get(name, "")|safe }}</svg>
{%- endmacro -%}
`,
);
writeFileSync(
  module,
  `// Written by \`npm run icons\` from @tabler/icons (MIT); add a name there, not here.
const STROKES = {
${entries
  .filter(([name]) => inScripts.includes(name))
  .map(([name, body]) => `  ${name}: '${body}',`)
  .join("\n")}
} as const;

export type IconName = keyof typeof STROKES;

const ATTRIBUTES = 'class="icon" viewBox="0 0 24 24" aria-hidden="true"';

/** Markup of one icon; the strokes are ours, never a user's text. */
export function iconMarkup(name: IconName): string {
  return \`<svg \${ATTRIBUTES}>\${STROKES[name]}</svg>\`;
}

/** One icon as an element, in the colour of the text around it. */
export function icon(name: IconName): Element {
  const holder = document.createElement("template");
  holder.innerHTML = iconMarkup(name);
  return holder.content.firstElementChild as Element;
}
`,
);
console.log(`${entries.length} icons`);
