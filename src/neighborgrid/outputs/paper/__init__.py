"""PDFs to print: cards, boards, notebooks; fonts and text that fits, typeset with Typst."""
