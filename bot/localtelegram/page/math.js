// Formulas arrive as LaTeX; the browser shows MathML. Translated here: what the bot's explanations need (numbers, words,
// fractions, roots, powers, indices, brackets, common signs). A command that is not known is shown by its name.

const NS = "http://www.w3.org/1998/Math/MathML";

const SIGNS = {
  times: "×", cdot: "·", div: "÷", pm: "±", mp: "∓", le: "≤", leq: "≤", ge: "≥", geq: "≥", ne: "≠", neq: "≠", approx: "≈", equiv: "≡",
  to: "→", rightarrow: "→", Rightarrow: "⇒", lfloor: "⌊", rfloor: "⌋", lceil: "⌈", rceil: "⌉", infty: "∞", sum: "∑", prod: "∏", dots: "…", ldots: "…", cdots: "⋯",
  "{": "{", "}": "}", "#": "#", "&": "&", $: "$", _: "_", in: "∈", cup: "∪", cap: "∩", langle: "⟨", rangle: "⟩", colon: ":", mid: "|",
};
const GREEK = { alpha: "α", beta: "β", gamma: "γ", delta: "δ", Delta: "Δ", epsilon: "ε", lambda: "λ", mu: "μ", pi: "π", rho: "ρ", sigma: "σ", Sigma: "Σ", tau: "τ", phi: "φ", omega: "ω", Omega: "Ω" };
const NAMES = new Set(["min", "max", "log", "ln", "exp", "lim", "sin", "cos", "tan", "gcd", "mod"]);
const SPACES = { ",": 0.17, ":": 0.22, ";": 0.28, " ": 0.25, quad: 1, qquad: 2, "!": 0 };
const WORDS = new Set(["text", "mathrm", "textrm", "textbf", "mathbf", "mathit", "operatorname", "textit"]);

function m(tag, ...children) {
  const node = document.createElementNS(NS, tag);
  node.append(...children);
  return node;
}

/** A <math> element for the LaTeX `expression`. */
export function formula(expression, display) {
  const tokens = expression.match(/\\[a-zA-Z]+|\\.|\d+(?:(?:[.,]|\{,\})\d+)*|\p{L}|\s+|[^]/gu) ?? [];
  let at = 0;

  const skipSpace = () => {
    while (at < tokens.length && /^\s+$/.test(tokens[at])) at += 1;
  };

  function group() {
    skipSpace();
    if (tokens[at] !== "{") return atom() ?? m("mrow");
    at += 1;
    const row = m("mrow", ...sequence("}"));
    at += 1;
    return row;
  }

  function words() {
    skipSpace();
    if (tokens[at] !== "{") return tokens[at++] ?? "";
    let depth = 1;
    let text = "";
    for (at += 1; at < tokens.length; at += 1) {
      if (tokens[at] === "{") depth += 1;
      if (tokens[at] === "}") depth -= 1;
      if (depth === 0) break;
      text += tokens[at].replace(/^\\(?=[^a-zA-Z])/, "");
    }
    at += 1;
    return text;
  }

  function command(name) {
    if (name === "frac" || name === "dfrac" || name === "tfrac") return m("mfrac", group(), group());
    if (name === "sqrt") return m("msqrt", group());
    if (name === "left" || name === "right") {
      skipSpace();
      const sign = tokens[at++] ?? ".";
      return sign === "." ? m("mrow") : m("mo", SIGNS[sign.replace("\\", "")] ?? sign);
    }
    if (WORDS.has(name)) return m("mtext", words().replace(/^ | $/g, "\u00a0"));
    if (name === "%") return m("mtext", "%");
    if (name in SPACES) {
      const space = m("mspace");
      space.setAttribute("width", `${SPACES[name]}em`);
      return space;
    }
    if (name === "\\") {
      const line = m("mspace");
      line.setAttribute("linebreak", "newline");
      return line;
    }
    if (name in SIGNS) return m("mo", SIGNS[name]);
    if (name in GREEK) return m("mi", GREEK[name]);
    return m(NAMES.has(name) ? "mi" : "mtext", name);
  }

  function atom() {
    skipSpace();
    const token = tokens[at];
    if (token === undefined) return null;
    if (token === "{") return group();
    at += 1;
    if (token === "}") return m("mrow");
    if (token === "~") return m("mtext", "\u00a0");
    if (token.startsWith("\\")) return command(token.slice(1));
    if (/^\d/.test(token)) return m("mn", token.replaceAll("{,}", ","));
    if (/^\p{L}$/u.test(token)) {
      let word = token;
      while (at < tokens.length && /^\p{L}$/u.test(tokens[at])) word += tokens[at++];
      return m(word.length > 1 ? "mtext" : "mi", word);
    }
    return m("mo", token === "*" ? "·" : token === "-" ? "−" : token);
  }

  function sequence(end) {
    const row = [];
    for (skipSpace(); at < tokens.length && tokens[at] !== end; skipSpace()) {
      if (tokens[at] === "^" || tokens[at] === "_") {
        const sign = tokens[at++];
        const base = row.pop() ?? m("mrow");
        const script = group();
        skipSpace();
        if (sign === "_" && tokens[at] === "^") {
          at += 1;
          row.push(m("msubsup", base, script, group()));
        } else row.push(m(sign === "^" ? "msup" : "msub", base, script));
      } else row.push(atom());
    }
    return row;
  }

  const math = m("math", m("mrow", ...sequence(undefined)));
  math.setAttribute("display", display ? "block" : "inline");
  math.setAttribute("aria-label", expression);
  return math;
}
