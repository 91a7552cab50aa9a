-- Where an event or a job stands in a trace (W3C Trace Context), so that the trace goes on across Kafka and the queue. Null for none.
-- In the order in which workers lock the two.
alter table job add column traceparent text;
alter table job add column tracestate text;
alter table outbox add column traceparent text;
alter table outbox add column tracestate text;
