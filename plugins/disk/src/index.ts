/**
 * Records a stream to files.
 * @module
 */
import { diskConsumer } from './consumer';

export default diskConsumer();
