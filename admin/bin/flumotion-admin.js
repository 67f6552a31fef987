#!/usr/bin/env node
require('./launcher.js').launch('admin');
