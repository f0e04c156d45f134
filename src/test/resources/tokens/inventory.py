"""Keeps track of what is on the shelves of a small warehouse."""
from __future__ import annotations

import csv
import logging
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Iterable, Iterator, Optional

logger = logging.getLogger(__name__)

REORDER_THRESHOLD = 12
MAX_SHELF_WEIGHT_KG = 450.5


class OutOfStockError(RuntimeError):
    def __init__(self, sku: str, wanted: int, available: int) -> None:
        super().__init__(f"{sku}: wanted {wanted}, but only {available} left")
        self.sku = sku


@dataclass(order=True)
class Item:
    sku: str
    name: str = field(compare=False)
    quantity: int = field(default=0, compare=False)
    weight_kg: float = field(default=0.0, compare=False)
    last_counted: Optional[datetime] = field(default=None, compare=False)

    def is_stale(self, now: datetime, max_age: timedelta = timedelta(days=30)) -> bool:
        return self.last_counted is None or now - self.last_counted > max_age


class Warehouse:
    def __init__(self, shelves: int = 8) -> None:
        self._items: dict[str, Item] = {}
        self._shelves: defaultdict[int, list[str]] = defaultdict(list)
        self._shelf_count = shelves

    def load(self, path: Path) -> int:
        with path.open(newline="", encoding="utf-8") as handle:
            for row_number, row in enumerate(csv.DictReader(handle), start=2):
                try:
                    item = Item(row["sku"].strip(), row["name"], int(row["quantity"]), float(row["weight"] or 0))
                except (KeyError, ValueError) as error:
                    logger.warning("line %d of %s is broken: %s", row_number, path.name, error)
                    continue
                self._items[item.sku] = item
                self._shelves[hash(item.sku) % self._shelf_count].append(item.sku)
        return len(self._items)

    def take(self, sku: str, count: int = 1) -> Item:
        item = self._items.get(sku)
        if item is None or item.quantity < count:
            raise OutOfStockError(sku, count, item.quantity if item else 0)
        item.quantity -= count
        if item.quantity <= REORDER_THRESHOLD:
            logger.info("reorder %s: %d left", item.name, item.quantity)
        return item

    def overloaded(self) -> Iterator[tuple[int, float]]:
        for shelf, skus in sorted(self._shelves.items()):
            total = sum(self._items[s].weight_kg * self._items[s].quantity for s in skus)
            if total > MAX_SHELF_WEIGHT_KG:
                yield shelf, round(total, 2)

    def stale_items(self, now: Optional[datetime] = None) -> Iterable[Item]:
        now = now or datetime.utcnow()
        return [i for i in self._items.values() if i.is_stale(now)]


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    house = Warehouse()
    print(house.load(Path("inventory.csv")), "items;", dict(house.overloaded()))
