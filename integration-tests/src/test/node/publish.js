// Publishes scores. usage: node publish.js BROKERS REGISTRY POOL < lines of {"imageId","yes"}
'use strict';

const { Kafka, Partitioners, logLevel } = require('kafkajs');
const { COMPATIBILITY, SchemaRegistry, SchemaType } = require('@kafkajs/confluent-schema-registry');

// The client's own idea of a score: fewer fields, and one kind of prediction where Winnow has three.
const schema = {
  type: 'record',
  name: 'ModelScored',
  namespace: 'io.winnow.schemas',
  fields: [
    { name: 'pool', type: 'string' },
    { name: 'model', type: 'string' },
    { name: 'modelVersion', type: 'string' },
    {
      name: 'prediction',
      type: {
        type: 'record',
        name: 'Classification',
        fields: [
          { name: 'classes', type: { type: 'array', items: 'string' } },
          { name: 'probabilities', type: { type: 'array', items: 'double' } },
        ],
      },
    },
  ],
};

async function main() {
  const [brokers, host, pool] = process.argv.slice(2);
  const registry = new SchemaRegistry({ host });
  const { id } = await registry.register(
    { type: SchemaType.AVRO, schema: JSON.stringify(schema) },
    // What the embedded registry has; the library asks for BACKWARD unless told.
    { subject: 'winnow.scores-value', compatibility: COMPATIBILITY.NONE },
  );
  const lines = require('fs').readFileSync(0, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  const messages = await Promise.all(
    lines.map(async ({ imageId, yes }) => ({
      key: imageId,
      value: await registry.encode(id, {
        pool,
        model: 'javascript',
        modelVersion: '1',
        prediction: { classes: ['yes', 'no'], probabilities: [yes, 1 - yes] },
      }),
    })),
  );
  const kafka = new Kafka({ clientId: 'foreign', brokers: brokers.split(','), logLevel: logLevel.ERROR });
  // The partitioner of kafkajs 1, which no other client shares.
  const producer = kafka.producer({ createPartitioner: Partitioners.LegacyPartitioner });
  await producer.connect();
  const sent = await producer.send({ topic: 'winnow.scores', messages });
  await producer.disconnect();
  console.log(JSON.stringify({ schemaId: id, partitions: sent.length }));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
