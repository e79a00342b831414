"""All that is kept. The only room that speaks SQL."""
