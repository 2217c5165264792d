"""The dynamic provider behind each resource. Module paths and class names here are in people's state: never rename one."""
