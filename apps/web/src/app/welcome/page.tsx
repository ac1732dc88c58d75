import type { Metadata } from 'next';
import { WelcomeForm } from '../../account/welcome-form.tsx';

export const metadata: Metadata = { title: 'Welcome' };

export default function WelcomePage() {
  return <WelcomeForm />;
}
