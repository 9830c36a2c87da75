/** What every page loads: styles, htmx with morphing and server-sent events, the shared elements. */
import "./styles/index.css";
import "./lib/htmx";
import "./elements/toast";
import "./elements/edit";
import "./elements/palette";
import "./elements/keys";
import "./elements/live";
import "./elements/theme";
import "./elements/progress";
import "./elements/chips";
import "./elements/raci";
import "./elements/sheet";
import "./elements/mention";
import "./elements/task";
import "./elements/boxes";
import "./elements/upload";
import { startFrame } from "./elements/frame";

startFrame();
