/* The installed d3 is wrapped for a module loader: this is one that puts it where the page finds it. */
"use strict";
window.require = { defined: () => false };
window.define = (name, needs, make) => { window.d3 = {}; make(window.d3); };
