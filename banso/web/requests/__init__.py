"""依頼シート: ask contributors, drop what came back, see who has answered."""
