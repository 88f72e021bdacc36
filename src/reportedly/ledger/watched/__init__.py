"""What a watch knows and tells: feeds and their pages, the news that rules pick, alerts and whom they reached."""
