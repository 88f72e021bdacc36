"""Reviews: corrections and judgements by people, how they are applied, and who may write."""
