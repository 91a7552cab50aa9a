package dev.cssc.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code bench scale} measured.
 *
 * @param replicas what so many replicas did, fewest first; none where that was left out
 * @param engine how long the stand-in of the scanner slept over each of their images
 * @param load what became of the load, where there was one
 */
record ScaleResult(List<ReplicaRun> replicas, Duration engine, Optional<ControlPlaneLoad.Runs> load) {

    ScaleResult {
        replicas = List.copyOf(replicas);
    }

    /** The rows that every benchmark has: seconds of ours, and seconds that it is measured by. */
    List<BenchResult.Row> rows() {
        List<BenchResult.Row> rows = new ArrayList<>();
        for (ReplicaRun run : replicas) {
            ReplicaRun fewest = replicas.getFirst();
            if (run != fewest) {
                rows.add(new BenchResult.Row(
                        "replicas-" + run.replicas(),
                        run.seconds(),
                        fewest.seconds(),
                        "the same images with " + fewest.replicas()
                                + (fewest.replicas() == 1 ? " replica" : " replicas")));
            }
        }
        load.ifPresent(runs -> {
            rows.add(load("control-plane", runs.fresh()));
            rows.add(load("control-plane-again", runs.again()));
        });
        return rows;
    }

    private static BenchResult.Row load(String name, LoadRun run) {
        return new BenchResult.Row(
                name,
                run.seconds(),
                run.images() * LoadRun.ACR_SECONDS_PER_IMAGE,
                "ACR's 10 images each 30 s, by its documentation");
    }

    /** How much more a number of replicas judged a second than the fewest. */
    double ratio(ReplicaRun run) {
        return run.rate() / replicas.getFirst().rate();
    }

    ObjectNode toJson(int n, String machine, Map<String, String> versions) {
        ObjectNode json =
                (ObjectNode) new BenchResult("scale", n, ScaleTables.STAND_INS, 1, rows(), machine, versions).toJson();
        ArrayNode runs = json.putArray("replicas");
        replicas.forEach(run -> write(runs.addObject(), run));
        load.ifPresent(both -> {
            write(json.putObject("load"), both.fresh());
            write(json.putObject("load_again"), both.again());
        });
        return json;
    }

    private void write(ObjectNode json, ReplicaRun run) {
        json.put("replicas", run.replicas())
                .put("images", run.images())
                .put("seconds", rounded(run.seconds()))
                .put("images_per_s", rounded(run.rate()))
                .put("ratio", rounded(ratio(run)));
        ArrayNode judged = json.putArray("judged");
        run.judged().forEach(judged::add);
        ArrayNode workflows = json.putArray("workflows");
        run.shares()
                .forEach(share -> workflows
                        .addObject()
                        .put("workflow", share.workflow())
                        .put("images", share.ends().size())
                        .put("due_s", rounded(share.due()))
                        .put("first_after_s", rounded(share.firstAfter()))
                        .put("last_after_s", rounded(share.lastAfter()))
                        .put("last_in_order_of_arrival_s", rounded(run.lastInOrderOfArrival(share)))
                        .put("judged_meanwhile", run.judgedMeanwhile(share)));
    }

    private static void write(ObjectNode json, LoadRun run) {
        json.put("images", run.images())
                .put("workflows", run.workflows())
                .put("seconds", rounded(run.seconds()))
                .put("due_after_s", rounded(run.dueAfter()))
                .put("images_per_s", rounded(run.rate()))
                .put("most_lag", run.mostLag());
        ObjectNode ends = json.putObject("ends");
        run.ends().forEach((state, images) -> ends.put(state.name(), images));
        ObjectNode memory = json.putObject("memory_mb");
        run.memory().forEach((service, points) -> {
            ArrayNode list = memory.putArray(service);
            for (int i = 0; i < points.size(); i++) {
                ObjectNode point = list.addObject().put("at", LoadRun.POINTS.get(i));
                points.get(i).resident().ifPresent(megabytes -> point.put("resident", rounded(megabytes)));
                points.get(i).liveHeap().ifPresent(megabytes -> point.put("live_heap", rounded(megabytes)));
            }
        });
        ObjectNode processor = json.putObject("processor_s");
        run.processor().forEach((service, seconds) -> processor.put(service, rounded(seconds)));
        ArrayNode moments = json.putArray("moments");
        run.moments()
                .forEach(moment -> moments.addObject()
                        .put("second", rounded(moment.second()))
                        .put("ended", moment.ended())
                        .put("lag", moment.lag()));
    }

    private static double rounded(double number) {
        return Math.round(number * 100) / 100.0;
    }
}
