"""Words of the field whose spelling is settled: terms of the laws on small businesses, and loan words of every office.

They decide which of two variants is the slip, and find a slip whose right form the paper never uses.
"""

from __future__ import annotations

_TERMS = """
伴走型支援 伴走型小規模事業者支援 伴走支援 経営発達支援計画 経営発達支援事業 経営指導員 経営支援員
法定経営指導員 商工会議所 商工会連合会 小規模事業者 小規模企業者 中小企業者 中小企業診断士 経営革新計画
経営力向上計画 先端設備等導入計画 事業承継計画 事業承継診断 事業引継ぎ 事業計画策定 創業支援等事業計画
特定創業支援 信用保証協会 信用保証料 日本政策金融公庫 地域経済循環 地域経済分析 公共職業安定所
地域おこし協力隊 商店街振興組合 認定支援機関 経営革新等支援機関 中小企業大学校 展示会出展 出展事業者数
移住定住促進 指定管理者 総合戦略 重要業績評価指標 費用対効果 実施主体 実施体制 支援体制 相談体制 推進体制
"""

_LOANS = """
フィードバック フォローアップ コミュニケーション シミュレーション インキュベーション イノベーション
モチベーション プロモーション マーケティング ブランディング マッチング ネットワーク ネットワーキング
プラットフォーム ワークショップ ワークライフバランス インターンシップ インターネット ホームページ パンフレット
アンケート アドバイザー アドバイス コーディネーター コーディネート コンサルタント コンサルティング
コワーキング スタートアップ ブラッシュアップ キャリアアップ スキルアップ ステップアップ サプライチェーン
サテライトオフィス テレワーク リモートワーク リスキリング デジタルデバイド デジタルディバイド キャッシュレス
セーフティネット ワンストップ プレミアム インバウンド アウトドア クラウドファンディング ビジネスプラン
ビジネスマッチング パートナーシップ リーダーシップ ガイドライン モニタリング ヒアリング スケジュール
チャレンジショップ ダイバーシティ カーボンニュートラル サステナブル シビックプライド ライフスタイル
"""

FIELD_TERMS = tuple(_TERMS.split())
"""Terms of 小規模企業振興基本法, 小規模事業者支援法, 中小企業等経営強化法 and of plans in general."""

LOAN_WORDS = frozenset(_LOANS.split())
"""Katakana words of six letters and more whose one-letter neighbours are slips."""
