import React, { useCallback, useEffect, useMemo, useState } from 'react';
import { formatCurrency } from '../utils/money';
import type { BasketLine, Voucher } from './types';

interface BasketProps {
  customerId: string;
  lines: ReadonlyArray<BasketLine>;
  voucher?: Voucher | null;
  onCheckout: (total: number) => Promise<void>;
}

const FREE_SHIPPING_FROM = 49_00;

export const Basket: React.FC<BasketProps> = ({ customerId, lines, voucher, onCheckout }) => {
  const [submitting, setSubmitting] = useState(false);
  const [error, setError] = useState<string | undefined>();

  const subtotal = useMemo(
    () => lines.reduce((sum, { unitPrice, quantity }) => sum + unitPrice * quantity, 0),
    [lines],
  );
  const discount = voucher?.kind === 'percent' ? Math.floor((subtotal * voucher.value) / 100) : voucher?.value ?? 0;
  const shipping = subtotal >= FREE_SHIPPING_FROM ? 0 : 4_95;
  const total = Math.max(0, subtotal - discount) + shipping;

  useEffect(() => {
    const saved = window.localStorage.getItem(`basket:${customerId}`);
    if (saved && !lines.length) {
      console.warn('a basket from an earlier visit was dropped', JSON.parse(saved));
    }
  }, [customerId, lines.length]);

  const checkout = useCallback(async () => {
    setSubmitting(true);
    try {
      await onCheckout(total);
    } catch (e) {
      setError(e instanceof Error ? e.message : String(e));
    } finally {
      setSubmitting(false);
    }
  }, [onCheckout, total]);

  return (
    <section className="basket" aria-busy={submitting}>
      <ul>
        {lines.map((line) => (
          <li key={line.sku} className={line.quantity > 10 ? 'bulk' : undefined}>
            <span>{line.title}</span> × {line.quantity}
            <strong>{formatCurrency(line.unitPrice * line.quantity)}</strong>
          </li>
        ))}
      </ul>
      {error && <p role="alert">{error}</p>}
      <button type="button" disabled={submitting || !lines.length} onClick={checkout}>
        Pay {formatCurrency(total)}
      </button>
    </section>
  );
};
