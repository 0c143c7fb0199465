/* What a page of entry owes to who types: choices that are heard by all of it. */
"use strict";
{
	/* select2 says its choices to jQuery only: say them to everybody (the panel, and what follows). */
	function sayChoices() {
		const $ = window.django?.jQuery;
		if (!$?.fn.select2) return;
		$(document).on("select2:select select2:unselect select2:clear", (event) => {
			event.target.dispatchEvent(new Event("change", { bubbles: true }));
		});
	}

	/* unfold 0.110 writes the name of a chosen file in the first text input near it, whichever it is.
	   Only its own, which has no name, may take it: another is an answer of the fiche. */
	function spareBareFiles() {
		for (const input of document.querySelectorAll("input[type=file]")) {
			const beside = input.parentNode.parentNode?.parentNode?.querySelector?.("input[type=text]");
			if (!beside || beside.name) input.hasChangeListener = true;
		}
	}

	addEventListener("DOMContentLoaded", () => {
		sayChoices();
		spareBareFiles();
	});
}
