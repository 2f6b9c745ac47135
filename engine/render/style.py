"""How a page looks: on a screen wide or narrow, by day and by night, and on paper."""

STYLE = """
:root {
  --paper: #fff; --ink: #1c2330; --soft: #5a6474; --line: #dde2ea; --tint: #f4f6f9;
  --link: #0b57a4; --bar: #3f7fbf; --good: #17703c; --open: #8a5200; --bad: #b3261e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181f; --ink: #e3e7ee; --soft: #9aa5b5; --line: #323a47; --tint: #1c222c;
    --link: #8bbcf0; --bar: #5b96d2; --good: #6fce96; --open: #e0ab5c; --bad: #f2948c;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; max-width: 84rem; padding: 2rem 1.5rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere;
}
h1 { font-size: 1.8rem; line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.35rem; margin: 3rem 0 1rem; padding-bottom: .3rem; border-bottom: 2px solid var(--line); }
h3 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
h1, h2, h3, p, th, td, dd, li { unicode-bidi: plaintext; }
p { margin: .5rem 0; color: var(--soft); }
a { color: var(--link); text-decoration: none; }
a:hover, a:focus { text-decoration: underline; }
.dim, small { color: var(--soft); }
.strong { font-weight: 600; }
.good { color: var(--good); }
.open { color: var(--open); }
.bad { color: var(--bad); }
dl { margin: 0; }
dl > div { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: .75rem; padding: .1rem 0; }
dt { color: var(--soft); }
dd { margin: 0; }
article { margin: 0 0 1.5rem; }
article h3 { margin-bottom: .25rem; }
nav ol { list-style: none; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
nav { margin: 1.5rem 0 0; padding: .75rem 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
.scroll { overflow-x: auto; margin: .5rem 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .5rem 1rem .5rem 0; text-align: start; vertical-align: top; }
thead th { color: var(--soft); font-weight: 400; font-size: .875rem; border-bottom: 1px solid var(--line); }
tbody tr { border-bottom: 1px solid var(--line); }
tbody th { font-weight: 600; }
th .dim { font-weight: 400; }
small { font-size: .8125rem; }
.rows { overflow-wrap: break-word; }
.rows tbody th { width: 24%; }
.rows td:last-child { width: 28%; }
.matrix { overflow-wrap: normal; }
.matrix th, .matrix td { min-width: 8rem; }
.pairs { width: auto; overflow-wrap: break-word; }
.pairs th, .pairs td { padding-inline-end: 2rem; min-width: 8rem; }
.week { width: auto; overflow-wrap: normal; margin: .75rem 0; font-size: .875rem; }
.week tr { border: 0; }
.week th, .week td { padding: .1rem .75rem .1rem 0; vertical-align: middle; }
.week td:nth-child(2) { width: 30rem; max-width: 60vw; }
.week svg { display: block; overflow: visible; }
.week tr:not([aria-hidden]) svg { background: var(--tint); }
.week rect { fill: var(--bar); }
.week line { stroke: var(--line); }
.week text { fill: var(--soft); font-size: 11px; }
:target { background: var(--tint); box-shadow: -.5rem 0 0 var(--tint), -.75rem 0 0 var(--bar); }
section:target { background: none; box-shadow: none; }

@media (min-width: 70rem) {
  body { display: grid; grid-template-columns: 11rem minmax(0, 1fr); column-gap: 3rem; align-items: start; }
  header { grid-column: 2; }
  nav { grid-column: 1; grid-row: 1 / span 2; position: sticky; top: 2rem; margin: 0; border: 0; padding: 0; }
  nav ol { display: block; }
  nav li { padding: .2rem 0; }
  main { grid-column: 2; }
}
@media (max-width: 40rem) {
  body { padding: 1.25rem 1rem 3rem; }
  dl > div { grid-template-columns: 5rem minmax(0, 1fr); }
  .rows, .rows tbody, .rows tr, .rows tbody th { display: block; }
  .rows thead, .rows .empty { display: none; }
  .rows tr { padding: .6rem 0; }
  .rows tbody th, .rows td, .rows td:last-child { width: auto; padding: .05rem 0; }
  .rows td { display: flex; gap: .5rem; align-items: baseline; }
  .rows { overflow-wrap: anywhere; }
  .pairs th, .pairs td { padding-inline-end: .75rem; }
  .pairs th { min-width: 10.5rem; }
  .rows td::before { content: attr(data-title); flex: 0 0 5.5rem; color: var(--soft); font-size: .875rem; }
  .week { width: 100%; }
  .week td:nth-child(2) { width: 100%; max-width: none; }
  .week td:last-child { min-width: 6.5rem; padding: 0; }
}
@media print {
  :root {
    --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --tint: #fff;
    --link: #000; --bar: #777; --good: #000; --open: #000; --bad: #000;
  }
  @page { margin: 18mm 15mm; }
  body { display: block; max-width: none; padding: 0; font-size: 9.5pt; }
  nav { display: none; }
  h2 { margin-top: 1.75rem; }
  h2, h3, thead, h3 + p { break-after: avoid; }
  tr, article, .week { break-inside: avoid; }
  .scroll { overflow: visible; }
  .matrix th, .matrix td { min-width: 0; }
  .rows { overflow-wrap: anywhere; }
  .rows th, .rows td { min-width: 5rem; }
  rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
