/* Says that a form which takes time was sent, and sends it once. Without this file it is sent all the same. */
"use strict";
for (const form of document.querySelectorAll("form[data-attente]")) {
	const said = form.querySelector("[role=status]");
	let timer = 0;

	function rest() {
		clearInterval(timer);
		form.ariaBusy = null;
		said.replaceChildren();
	}

	form.addEventListener("submit", (event) => {
		if (form.ariaBusy === "true") return event.preventDefault();
		form.ariaBusy = "true";
		const words = event.submitter?.dataset.attente ?? form.dataset.attente;
		if (!words) return;
		const seconds = Object.assign(document.createElement("span"), { ariaHidden: "true" }); // read out once, not each second
		said.replaceChildren(words, seconds);
		const start = Date.now();
		timer = setInterval(() => { seconds.textContent = ` ${Math.round((Date.now() - start) / 1000)} s`; }, 1000);
	});
	addEventListener("pageshow", (event) => { if (event.persisted) rest(); }); // back from the next page
}
