// Prints records of a topic, decoded, one JSON object a line. usage: node read.js BROKERS REGISTRY TOPIC COUNT
'use strict';

const { Kafka, logLevel } = require('kafkajs');
const { SchemaRegistry } = require('@kafkajs/confluent-schema-registry');

function plain(key, value) {
  return Buffer.isBuffer(value) || value?.type === 'Buffer' ? { base64: Buffer.from(value).toString('base64') } : value;
}

async function main() {
  const [brokers, host, topic, count] = process.argv.slice(2);
  const registry = new SchemaRegistry({ host });
  const kafka = new Kafka({ clientId: 'foreign', brokers: brokers.split(','), logLevel: logLevel.ERROR });
  const consumer = kafka.consumer({ groupId: `foreign-${process.pid}` });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  let seen = 0;
  await new Promise((resolve, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    consumer.run({
      eachMessage: async ({ message, partition }) => {
        const value = await registry.decode(message.value);
        console.log(JSON.stringify({ key: message.key.toString(), partition, value }, plain));
        seen += 1;
        if (seen === Number(count)) {
          resolve();
        }
      },
    }).catch(reject);
  });
  await consumer.disconnect();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
