import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import 'attention-lens/attn-lens';
import type { AttnRunEvent } from 'attention-lens/attn-lens';
import type { AttnLens } from 'attention-lens/attn-lens/element';
import dog from 'attention-lens/traces/dog.json';

@Component({
  imports: [RouterLink],
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <attn-lens #lens [trace]="dog" [layer]="4" [head]="11" [token]="3" (attn-run)="handleRun($event, lens)"></attn-lens>
    <output>{{ run() }}</output>
    <a routerLink="/other">Another page</a>
  `,
})
export class LensPage {
  protected readonly dog = dog;
  protected readonly run = signal('');

  protected handleRun({ trace }: AttnRunEvent, lens: AttnLens): void {
    this.run.set(`${trace.model.name}, ${lens.status}`);
  }
}
