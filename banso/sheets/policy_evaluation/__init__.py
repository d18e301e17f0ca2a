"""政策評価シート: the evaluation of one policy field with its indicators, measures and list of projects."""
