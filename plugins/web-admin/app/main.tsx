import './styles';
import { createRoot } from 'react-dom/client';
import { App } from './frame/app';

const place = document.getElementById('app');
if (place) createRoot(place).render(<App />);
