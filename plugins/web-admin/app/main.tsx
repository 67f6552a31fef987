import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './frame/frame.css';
import { createRoot } from 'react-dom/client';
import { App } from './frame/app';

const place = document.getElementById('app');
if (place) createRoot(place).render(<App />);
