package io.headwater.infer.draft;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of labels and keypoints. */
final class Names {
    /** The 80 labels of COCO's detections, in their usual order. */
    static final List<String> COCO = List.of(("person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,stop sign,parking meter,bench,bird,cat,dog,"
            + "horse,sheep,cow,elephant,bear,zebra,giraffe,backpack,umbrella,handbag,tie,suitcase,frisbee,skis,snowboard,sports ball,kite,baseball bat,baseball glove,"
            + "skateboard,surfboard,tennis racket,bottle,wine glass,cup,fork,knife,spoon,bowl,banana,apple,sandwich,orange,broccoli,carrot,hot dog,pizza,donut,cake,chair,"
            + "couch,potted plant,bed,dining table,toilet,tv,laptop,mouse,remote,keyboard,cell phone,microwave,oven,toaster,sink,refrigerator,book,clock,vase,scissors,"
            + "teddy bear,hair drier,toothbrush").split(","));
    /** The 17 keypoints of COCO's persons. */
    static final List<String> BODY = List.of(("nose,left eye,right eye,left ear,right ear,left shoulder,right shoulder,left elbow,right elbow,left wrist,right wrist,"
            + "left hip,right hip,left knee,right knee,left ankle,right ankle").split(","));
    /** The six of BlazeFace. */
    static final List<String> FACE = List.of("right eye", "left eye", "nose", "mouth", "right ear", "left ear");
    /** The five of RetinaFace and YuNet. */
    static final List<String> FIVE = List.of("right eye", "left eye", "nose", "right corner of the mouth", "left corner of the mouth");

    private static final Pattern ULTRALYTICS = Pattern.compile("(\\d+): (?:'((?:[^'\\\\]|\\\\.)*)'|\"((?:[^\"\\\\]|\\\\.)*)\")");

    private Names() {}

    /** What Ultralytics and others write as {@code names}: {@code {0: 'person', 1: 'bicycle'}}; empty where there is nothing. */
    static List<String> of(Map<String, String> metadata) {
        List<String> names = new ArrayList<>();
        Matcher name = ULTRALYTICS.matcher(metadata.getOrDefault("names", ""));
        while (name.find() && Integer.parseInt(name.group(1)) == names.size()) {
            names.add(name.group(2) != null ? name.group(2) : name.group(3));
        }
        return List.copyOf(names);
    }

    /** {@code n} keypoints: those of a body where there are 17, else made up. */
    static List<String> points(int n) {
        if (n == BODY.size()) {
            return BODY;
        }
        List<String> made = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            made.add("point-" + i);
        }
        return List.copyOf(made);
    }

    /** As a list in YAML. */
    static String yaml(List<String> names) {
        StringBuilder all = new StringBuilder("[");
        names.forEach(name -> all.append(all.length() == 1 ? "" : ", ").append(Seen.quoted(name)));
        return all.append(']').toString();
    }
}
