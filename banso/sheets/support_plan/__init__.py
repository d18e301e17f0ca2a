"""経営発達支援計画 (support plan of a chamber or society of commerce): its plan with 別表1–4, and its yearly 評価."""
