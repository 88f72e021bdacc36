"""English texts: quotation marks, sentences, words, dates, and closed lists of words."""
