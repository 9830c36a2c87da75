import { MockServer } from "./mock";

const asked = new URLSearchParams(window.location.search);
const server = new MockServer(Number(asked.get("n") ?? 60));
server.canEdit = asked.get("readonly") === null;
server.install();
document.documentElement.lang = asked.get("lang") ?? "zh-CN";
const theme = asked.get("theme");
if (theme) document.documentElement.dataset.theme = theme;
Object.assign(window, { mock: server });
await import("../main");
await import("../islands/gantt/index");
await import("../islands/board/index");
