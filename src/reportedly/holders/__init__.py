"""From attributions to holders: whose each statement is, over the whole article."""
