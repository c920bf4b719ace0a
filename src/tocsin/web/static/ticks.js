// SPDX-License-Identifier: AGPL-3.0-or-later
// A contentless tick says "something changed"; the page then asks for itself again.
// It never redraws under a person who is typing: what they wrote is worth more than a fresh clock.
(function () {
  "use strict";
  if (!window.EventSource || !window.htmx) return;
  var typed = false;
  document.addEventListener("input", function () { typed = true; });
  function redraw() {
    var field = document.activeElement;
    if (typed || (field && /^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName))) return;
    htmx.ajax("GET", location.href, { target: "#main", select: "#main", swap: "outerHTML" });
  }
  new EventSource("/ticks").addEventListener("changed", redraw);
  setInterval(redraw, 30000);
}());
