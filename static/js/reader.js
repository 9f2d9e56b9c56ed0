import "./elements/article-text.js"
import "./elements/argument-map.js"
import "./elements/copy-link.js"
import "./elements/hot-keys.js"
import "./elements/margin-cards.js"
import "./elements/passage-dock.js"
import "./elements/passage-focus.js"
import "./elements/passage-ruler.js"
import "./elements/reading-line.js"
import "./elements/reading-settings.js"
import "./elements/role-filter.js"
import "./elements/view-switch.js"

// News of what others change can wait until everything is there; who only reads soon is not disturbed.
const live = document.getElementById("live")?.dataset.module
if (live) addEventListener("load", () => setTimeout(() => import(live), window.htmx ? 0 : 3000))
