import "./elements/change-steps.js"
