"""What is known of English texts: quotation marks, sentences, words, dates, and closed lists of words."""
