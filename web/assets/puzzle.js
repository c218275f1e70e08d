// Finds the number that the form's puzzle asks for, before the form is sent: see puzzle.go. Without this
// script the form works too; the server then takes its time.
"use strict";
(function () {
  const form = document.querySelector("form[data-puzzle]");
  if (!form) return;
  const bits = Number(form.dataset.puzzle), work = form.elements.work;
  const button = form.querySelector("button[type=submit]"), note = form.querySelector("[data-working]");
  const utf8 = new TextEncoder(), w = new Int32Array(64);

  // The constants of SHA-256 (FIPS 180-4 § 4.2.2, 5.3.3): fractions of the roots of the first primes.
  const K = new Int32Array(64), H = new Int32Array(8);
  for (let n = 0, p = 2; n < 64; p++) {
    let prime = true;
    for (let d = 2; d * d <= p; d++) if (p % d === 0) { prime = false; break; }
    if (!prime) continue;
    if (n < 8) H[n] = (Math.sqrt(p) % 1) * 4294967296;
    K[n++] = (Math.cbrt(p) % 1) * 4294967296;
  }

  // padded is the message in blocks of 64 bytes (§ 5.1.1).
  function padded(message) {
    const out = new DataView(new ArrayBuffer(((message.length + 72) >> 6) << 6));
    message.forEach((b, i) => out.setUint8(i, b));
    out.setUint8(message.length, 0x80);
    out.setUint32(out.byteLength - 4, message.length * 8);
    return out;
  }

  // zeros counts the zero bits at the head of the hash, of the first 32.
  function zeros(message) {
    const data = padded(message), h = H.slice();
    for (let at = 0; at < data.byteLength; at += 64) {
      for (let i = 0; i < 64; i++) {
        if (i < 16) { w[i] = data.getInt32(at + i * 4); continue; }
        const x = w[i - 15], y = w[i - 2];
        w[i] = w[i - 16] + w[i - 7] +
          ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3) + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10);
      }
      let [a, b, c, d, e, f, g, z] = h;
      for (let i = 0; i < 64; i++) {
        const t = z + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7)) + (e & f ^ ~e & g) + K[i] + w[i] | 0;
        const s = ((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10)) + (a & b ^ a & c ^ b & c) | 0;
        z = g; g = f; f = e; e = d + t | 0; d = c; c = b; b = a; a = t + s | 0;
      }
      [a, b, c, d, e, f, g, z].forEach((v, i) => { h[i] += v; });
    }
    return Math.clz32(h[0]);
  }

  function value(name) { return form.elements[name] ? form.elements[name].value.trim() : ""; }

  let solved = false;
  form.addEventListener("submit", function (event) {
    if (solved) return;
    event.preventDefault();
    button.disabled = true;
    note.hidden = false;
    const head = value("shown") + "\n" + value("email") + "\n" + value("phone") + "\n";
    let n = 0;
    setTimeout(function search() { // later: a form that is asked to submit while it tells of that does nothing
      for (const end = n + 2000; n < end; n++) {
        if (zeros(utf8.encode(head + n)) < bits) continue;
        work.value = n;
        solved = true;
        button.disabled = false;
        form.requestSubmit(button);
        return;
      }
      setTimeout(search);
    });
  });
  addEventListener("pageshow", function () { solved = false; work.value = ""; note.hidden = true; });
})();
