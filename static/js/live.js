import "./elements/live-changes.js"
import "./elements/who-is-here.js"
