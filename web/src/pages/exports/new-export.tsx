import { useRef, type FormEvent, type ReactNode } from 'react';
import { useRead, useWrite } from '../../api/queries.ts';
import { request } from '../../api/request.ts';
import type { ExportJob, Organization, Page } from '../../api/types.ts';
import { Card } from '../../parts/card.tsx';
import { InputField, optionsOf, SelectField } from '../../parts/field.tsx';
import { faultsOf, SaveFailure, valuesOf } from '../../parts/form.tsx';
import { useMe } from '../../session/session.tsx';
import { mayRecord } from '../../shell/places.ts';
import { exportsText as t } from '../../text/exports.ts';

/** What is to be in the file, and how it is to be written. */
export function NewExport(): ReactNode {
  const me = useMe();
  const organizations = useRead<Page<Organization>>('/organizations');
  const schools = organizations.data?.items ?? [];
  // The same order sent twice, by a second click or after a lost answer, is one export.
  const key = useRef(crypto.randomUUID());
  const order = useWrite(
    (body: Record<string, unknown>) =>
      request<ExportJob>('/exports', { method: 'POST', body, idempotencyKey: key.current }),
    ['/exports'],
  );
  const faults = faultsOf(order.error);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (order.isPending) return;
    const form = event.currentTarget;
    const password = new FormData(form).get('password');
    // A blank at the end of a password is part of it.
    const secret = typeof password === 'string' && password !== '' ? { password } : {};
    order.mutate(
      { organizationId: me.organizationId, ...valuesOf(form), ...secret },
      {
        onError: ({ status }) => {
          // Without an answer it may have been taken: sent again, it is the same order.
          if (status !== 0) key.current = crypto.randomUUID();
        },
        onSuccess: () => {
          key.current = crypto.randomUUID();
          const field = form.elements.namedItem('password');
          if (field instanceof HTMLInputElement) field.value = '';
        },
      },
    );
  };
  const types = optionsOf(t.types).filter(({ value }) => value === 'patients' || mayRecord(me.role));
  return (
    <Card title={t.new} lead={t.care}>
      <form className="body stack" onSubmit={submit} noValidate>
        <div className="fields export-fields">
          <SelectField
            name="type"
            label={t.type}
            options={types}
            defaultValue={mayRecord(me.role) ? 'vaccinations' : 'patients'}
          />
          <SelectField name="format" label={t.format} options={optionsOf(t.formats)} />
          {schools.length > 1 && (
            <SelectField
              name="organizationId"
              label={t.school}
              defaultValue={me.organizationId}
              options={schools.map(({ id, name }) => ({ value: id, label: name }))}
            />
          )}
          <InputField name="from" label={t.from} type="date" optional hint={t.days} fault={faults['from']} />
          <InputField name="to" label={t.to} type="date" optional fault={faults['to']} />
          <InputField
            name="password"
            label={t.password}
            type="password"
            autoComplete="new-password"
            optional
            wide
            hint={t.passwordHint}
            fault={faults['password']}
          />
        </div>
        <SaveFailure problem={order.error} />
        <div className="row">
          <button type="submit" className="button primary" aria-disabled={order.isPending}>
            {order.isPending ? t.starting : t.start}
          </button>
        </div>
      </form>
    </Card>
  );
}
