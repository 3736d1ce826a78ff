#!/usr/bin/env node
process.stdout.write('arrayjob\n');
