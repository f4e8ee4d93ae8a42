import { index, type RouteConfig, route } from '@react-router/dev/routes';

export default [
  index('routes/component.tsx'),
  route('plain', 'routes/plain.tsx'),
  route('elsewhere', 'routes/elsewhere.tsx'),
] satisfies RouteConfig;
