// Sphinx's scores, and above all of them the equation that the query names: "eq-2.1", "softmax shift".
// A page opened from a folder may not read its neighbors, so there the results come without excerpts.
if (window.location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

var Scorer = {
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: {0: 15, 1: 5, 2: -5},
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
  score: ([, name, , , score]) => {
    const query = new URLSearchParams(window.location.search).get("q") ?? "";
    const id = "eq-" + query.trim().toLowerCase().replace(/^eq-/, "").replace(/\s+/g, "-");
    return name === id ? 1000 : score;
  },
};
