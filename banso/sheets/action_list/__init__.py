"""The form action-list (取組一覧・ロードマップ): one row per action with its five-year roadmap."""
