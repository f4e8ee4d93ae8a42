import { Component } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';
import { provideRouter, RouterLink, RouterOutlet } from '@angular/router';
import { getRuntime } from 'attention-lens/runtime';
import { LensPage } from './app/lens-page';

getRuntime().configure({
  assetBase: '/lens/attention-lens/models/',
  ortBase: '/lens/onnxruntime-web@1.30.0/dist/',
  workerUrl: '/lens/attention-lens/dist/cdn/worker.js',
});

@Component({
  selector: 'app-root',
  imports: [RouterOutlet],
  template: '<router-outlet />',
})
class App {}

@Component({
  imports: [RouterLink],
  template: '<p>Another page.</p><a routerLink="/">Back</a>',
})
class Other {}

await bootstrapApplication(App, {
  providers: [
    provideRouter([
      { path: '', component: LensPage },
      { path: 'other', component: Other },
    ]),
  ],
});
